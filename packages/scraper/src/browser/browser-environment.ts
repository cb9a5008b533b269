/** What a browser needs to know of the machine: where files, fonts, libraries and the screen are, and the language. */
const needed =
  /^(path|home|userprofile|user|username|logname|tmpdir|temp|tmp|lang|language|lc_\w+|tz|display|wayland_display|xauthority|xdg_\w+|ld_library_path|fontconfig_\w+|dbus_session_bus_address|systemroot|windir|systemdrive|comspec|pathext|appdata|localappdata|programdata|programfiles.*)$/i;

/**
 * The environment of a browser: of this process's own only what it needs. Keys and tokens stay out of the
 * process that runs strangers' scripts.
 */
export function browserEnvironment(
  environment: NodeJS.ProcessEnv,
  others: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const kept = Object.entries(environment).filter(([name]) => needed.test(name));
  return { ...(Object.fromEntries(kept) as Record<string, string>), ...others };
}
