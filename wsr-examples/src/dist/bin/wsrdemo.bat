@echo off
setlocal
set "WSR_MAIN=WsrDemo"
"%~dp0wsr-launch.bat" %*
