#!/bin/sh
# An .app and a .dmg of dist/assistant-desktop: make_app.sh VERSION. Run by the release workflow; it
# has not been run by us.
# SIGN_IDENTITY: a "Developer ID Application" identity; unset, the app is signed ad hoc.
# NOTARY_PROFILE: a profile of `xcrun notarytool store-credentials`; unset, nothing is notarised.
set -eu
version=$1
here=$(cd "$(dirname "$0")/../.." && pwd)
app="$here/dist/Assistant Desktop.app"
rm -rf "$app"
mkdir -p "$app/Contents/MacOS" "$app/Contents/Resources"
cp -R "$here/dist/assistant-desktop/." "$app/Contents/MacOS/"
sed "s/@VERSION@/$version/g" "$here/packaging/macos/Info.plist" > "$app/Contents/Info.plist"
plutil -lint "$app/Contents/Info.plist"
codesign --deep --force --options runtime --entitlements "$here/packaging/macos/entitlements.plist" --sign "${SIGN_IDENTITY:--}" "$app"
dmg="$here/dist/assistant-desktop-$version-macos-$(uname -m).dmg"
hdiutil create -volname "Assistant Desktop" -srcfolder "$app" -ov -format UDZO "$dmg"
if [ -n "${NOTARY_PROFILE:-}" ]; then
    xcrun notarytool submit "$dmg" --keychain-profile "$NOTARY_PROFILE" --wait
    xcrun stapler staple "$dmg"
fi
