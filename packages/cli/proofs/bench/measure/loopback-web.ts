import type { OtherWeb } from '../../../../recipes/src/company/web-services.ts';

/**
 * The web of a process on loopback, in place of the public one: every host name stands for it.
 *
 * @param port - the one port that may be contacted
 */
export function loopbackWeb(port: number): Required<OtherWeb> {
  const address = '127.0.0.1';
  return {
    policy: { exempt: { address, port } },
    resolve: async () => [{ address, family: 4 }],
  };
}
