import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { engineEnvironment } from '../engine/engine-environment.ts';

const execute = promisify(execFile);

export interface Git {
  /** @throws Error with what git said */
  (...words: readonly string[]): Promise<string>;
}

/**
 * Git in a checkout. The token reaches it through its environment, for one address only: neither a
 * command line nor a configuration file shows it.
 *
 * @param remote - the only address that the token is sent to
 */
export function openGit(cwd: string, remote: string, token: string): Git {
  const header = `AUTHORIZATION: basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`;
  const settings: [string, string][] = [
    [`http.${remote}.extraheader`, header],
    // Hooks and filters of the checkout are somebody's code.
    ['core.hooksPath', '/dev/null'],
    ['user.name', 'github-actions[bot]'],
    ['user.email', '41898282+github-actions[bot]@users.noreply.github.com'],
  ];
  const env = engineEnvironment(process.env, {
    GIT_TERMINAL_PROMPT: '0',
    GIT_CONFIG_COUNT: String(settings.length),
    ...Object.fromEntries(
      settings.flatMap(([key, value], at) => [
        [`GIT_CONFIG_KEY_${at}`, key],
        [`GIT_CONFIG_VALUE_${at}`, value],
      ]),
    ),
  });
  return async (...words) => {
    try {
      const { stdout } = await execute('git', words, { cwd, env, maxBuffer: 64 * 1024 * 1024 });
      return stdout.trim();
    } catch (error) {
      const { stderr = '', message } = error as Error & { stderr?: string };
      throw new Error(`git ${words[0]} failed: ${stderr.trim() || message}`, { cause: error });
    }
  };
}
