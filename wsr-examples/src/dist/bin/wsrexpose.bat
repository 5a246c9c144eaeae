@echo off
setlocal
set "WSR_MAIN=WsrExpose"
"%~dp0wsr-launch.bat" %*
