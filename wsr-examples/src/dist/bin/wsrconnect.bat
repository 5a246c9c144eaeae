@echo off
setlocal
set "WSR_MAIN=WsrConnect"
"%~dp0wsr-launch.bat" %*
