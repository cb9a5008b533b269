import { hash } from 'node:crypto';
import type { Json } from './model/json.ts';

/** SHA-256 of text or bytes, in lowercase hexadecimal. */
export function sha256(data: string | Uint8Array): string {
  return hash('sha256', data);
}

/** JSON with object keys sorted and undefined members left out: equal values give equal text. */
export function canonicalJson(value: Json | undefined): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member as Json)}`);
  return `{${members.join(',')}}`;
}

/** The memo key of a stage result, with the two halves kept apart so that a change can be attributed. */
export interface Fingerprint {
  readonly fingerprint: string;
  readonly inputSha256: string;
  readonly configSha256: string;
}

/** Computes the SHA-256 of a stage's configuration: name, version and config. */
export function configSha256(stage: { name: string; version: number; config: Json }): string {
  return sha256(canonicalJson([stage.name, stage.version, stage.config]));
}

/** Computes the memo key of `input` (or of a sub-step's name and input) under a configuration. */
export function fingerprint(config: string, input: Json, step: string | null = null): Fingerprint {
  const inputSha256 = sha256(canonicalJson(step === null ? input : [step, input]));
  return { fingerprint: sha256(`${config}:${inputSha256}`), inputSha256, configSha256: config };
}
