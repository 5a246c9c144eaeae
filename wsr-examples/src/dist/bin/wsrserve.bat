@echo off
setlocal
set "WSR_MAIN=WsrServe"
"%~dp0wsr-launch.bat" %*
