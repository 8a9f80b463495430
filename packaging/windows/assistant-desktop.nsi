; The installer for one user: no administrator is asked. `makensis -DVERSION=0.1.0 assistant-desktop.nsi`
; expects dist\assistant-desktop beside the checkout's packaging folder. Built by the release
; workflow; it has not been run by us.
Unicode true
!include "MUI2.nsh"
!ifndef VERSION
  !error "makensis -DVERSION=..."
!endif
!define NAME "Assistant Desktop"
!define FOLDER "assistant-desktop"
!define TASK "Assistant Desktop due"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${FOLDER}"

Name "${NAME}"
OutFile "..\..\dist\assistant-desktop-${VERSION}-windows-x64.exe"
RequestExecutionLevel user
; One fixed folder, which is the installer's alone: what is removed is never what somebody chose.
!define PROGRAM "$LOCALAPPDATA\Programs\${FOLDER}"
InstallDir "${PROGRAM}"
SetCompressor /SOLID lzma

!insertmacro MUI_PAGE_LICENSE "..\..\LICENSE"
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\assistant-desktop.exe"
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "Russian"

LangString KEEP ${LANG_ENGLISH} "Delete your conversations, memories and reminders too? They cannot be brought back."
LangString KEEP ${LANG_RUSSIAN} "Удалить и ваши беседы, воспоминания и напоминания? Вернуть их будет нельзя."
LangString START ${LANG_ENGLISH} "Start with Windows, in the tray"
LangString START ${LANG_RUSSIAN} "Запускать вместе с Windows, в трее"

Section "${NAME}" main
  SectionIn RO
  ; A program that runs holds its files; the data are safe against its sudden end.
  nsExec::Exec 'taskkill /F /IM assistant-desktop.exe'
  ; What an older version brought and this one does not; data never lie here.
  RMDir /r "${PROGRAM}\_internal"
  Delete "$SMSTARTUP\${NAME}.lnk"
  SetOutPath "$INSTDIR"
!ifndef WITHOUT_FILES
  File /r "..\..\dist\assistant-desktop\*"
!endif
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\assistant-desktop.exe"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
SectionEnd

Section "$(START)" start
  CreateShortcut "$SMSTARTUP\${NAME}.lnk" "$INSTDIR\assistant-desktop.exe" "--background"
SectionEnd

Section "Uninstall"
  nsExec::Exec 'taskkill /F /IM assistant-desktop.exe'
  ; Each data folder has a task of its own, named after it: all whose name begins so are ours.
  nsExec::Exec `powershell -NoProfile -NonInteractive -Command "Get-ScheduledTask -TaskPath '\' -TaskName '${TASK}*' | Unregister-ScheduledTask -Confirm:$$false"`
  ; The usual one also where PowerShell may not be run.
  nsExec::Exec 'schtasks /Delete /TN "${TASK}" /F'
  Delete "$SMPROGRAMS\${NAME}.lnk"
  Delete "$SMSTARTUP\${NAME}.lnk"
  RMDir /r "${PROGRAM}"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "Software\${FOLDER}"
  MessageBox MB_YESNO|MB_ICONEXCLAMATION|MB_DEFBUTTON2 "$(KEEP)" /SD IDNO IDNO keep
    RMDir /r "$LOCALAPPDATA\assistant-desktop"
  keep:
SectionEnd
