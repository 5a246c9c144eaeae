@echo off
setlocal
set "WSR_MAIN=WsrBench"
"%~dp0wsr-launch.bat" %*
