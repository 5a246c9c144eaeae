@echo off
setlocal
set "WSR_MAIN=WsrToken"
"%~dp0wsr-launch.bat" %*
