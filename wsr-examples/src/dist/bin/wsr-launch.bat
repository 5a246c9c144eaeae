@echo off
rem Starts the program of the launcher that came here: class WSR_MAIN.
rem Java is the one that came along, else that of JAVA_HOME, else that of the path. WSR_JAVA_OPTS has further options.
setlocal

set "WSR_JAVA=java.exe"
if defined JAVA_HOME set "WSR_JAVA=%JAVA_HOME%\bin\java.exe"
if exist "%~dp0..\runtime\bin\java.exe" set "WSR_JAVA=%~dp0..\runtime\bin\java.exe"

set "WSR_VERSION="
for /f "tokens=2,3" %%a in ('call "%WSR_JAVA%" -version 2^>^&1') do (
  if "%%a"=="version" set "WSR_VERSION=%%~b"
)
if not defined WSR_VERSION (
  echo No java found; install Java 17 or newer, or set JAVA_HOME 1>&2
  exit /b 1
)
for /f "delims=.-+" %%m in ("%WSR_VERSION%") do set "WSR_MAJOR=%%m"
if %WSR_MAJOR% LSS 17 (
  echo Java 17 or newer is needed, not %WSR_VERSION% 1>&2
  exit /b 1
)

rem wsrbench may hold a thousand connectors and the relay.
set "WSR_MODULE=examples"
set "WSR_HEAP=256m"
set "WSR_YOUNG=8m"
if "%WSR_MAIN%"=="WsrBench" set "WSR_MODULE=bench"
if "%WSR_MAIN%"=="WsrBench" set "WSR_HEAP=1g"
if "%WSR_MAIN%"=="WsrBench" set "WSR_YOUNG=64m"

"%WSR_JAVA%" -XX:+UseSerialGC -Xmx%WSR_HEAP% -Xmn%WSR_YOUNG% -Xshare:auto %WSR_JAVA_OPTS% -p "%~dp0..\lib" -m io.github.wsocketrelay.%WSR_MODULE%/io.github.wsocketrelay.%WSR_MODULE%.%WSR_MAIN% %*
exit /b %ERRORLEVEL%
