import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { isIP } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { CertificateKind } from '../web/site.ts';
import {
  bitString,
  booleanTrue,
  explicit,
  implicit,
  integer,
  octetString,
  oid,
  sequence,
  set,
  utcTime,
  utf8String,
} from './der.ts';

const DAY_MS = 86_400_000;
const ECDSA_WITH_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));
const AUTHORITY_NAME = 'Test Web Authority';

/** A certificate authority that lives as long as its process. */
export interface CertificateAuthority {
  /** PEM, for `NODE_EXTRA_CA_CERTS` or a client's `ca`. */
  readonly certificate: string;
  /** What a TLS server of this host presents; made on first use and kept. */
  contextFor(host: string, kind: CertificateKind): SecureContext;
}

interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

interface CertificateRequest {
  readonly subject: string;
  readonly publicKey: KeyObject;
  readonly issuer: string;
  readonly issuerKey: KeyObject;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly extensions: readonly Buffer[];
}

/** Makes an authority with fresh keys. All hosts share one key pair, so a certificate costs one signature. */
export function createCertificateAuthority(): CertificateAuthority {
  const authorityKeys = createKeys();
  const hostKeys = createKeys();
  const certificate = authorityCertificate(authorityKeys);
  const contexts = new Map<string, SecureContext>();

  function createContext(host: string, kind: CertificateKind): SecureContext {
    return createSecureContext({
      key: hostKeys.privateKey.export({ type: 'pkcs8', format: 'pem' }),
      cert: hostCertificate(host, kind, hostKeys, authorityKeys),
    });
  }

  function contextFor(host: string, kind: CertificateKind): SecureContext {
    const key = `${kind} ${host}`;
    const context = contexts.get(key) ?? createContext(host, kind);
    contexts.set(key, context);
    return context;
  }

  return { certificate, contextFor };
}

function createKeys(): KeyPair {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

function authorityCertificate(keys: KeyPair): string {
  const basicConstraints = extension('2.5.29.19', sequence(booleanTrue()), true);
  const certificateSigning = extension('2.5.29.15', bitString(Buffer.of(0b0000_0110), 1), true);
  return signCertificate({
    subject: AUTHORITY_NAME,
    publicKey: keys.publicKey,
    issuer: AUTHORITY_NAME,
    issuerKey: keys.privateKey,
    ...validity('valid'),
    extensions: [basicConstraints, certificateSigning],
  });
}

function hostCertificate(
  host: string,
  kind: CertificateKind,
  hostKeys: KeyPair,
  authorityKeys: KeyPair,
): string {
  const name = kind === 'wrong-name' ? 'someone-else.test' : host;
  const isSelfSigned = kind === 'self-signed';
  const issuerKeys = kind === 'unknown-issuer' ? createKeys() : authorityKeys;
  return signCertificate({
    subject: commonName(name),
    publicKey: hostKeys.publicKey,
    issuer: isSelfSigned ? commonName(name) : issuerName(kind),
    issuerKey: isSelfSigned ? hostKeys.privateKey : issuerKeys.privateKey,
    ...validity(kind),
    extensions: [
      extension('2.5.29.19', sequence(), true),
      extension('2.5.29.15', bitString(Buffer.of(0b1000_0000), 7), true),
      extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1'))),
      extension('2.5.29.17', sequence(alternativeName(name))),
    ],
  });
}

function issuerName(kind: CertificateKind): string {
  return kind === 'unknown-issuer' ? 'Unknown Authority' : AUTHORITY_NAME;
}

/** A common name holds 64 characters at most; the alternative name is the one that clients check. */
function commonName(host: string): string {
  return host.slice(0, 64);
}

function validity(kind: CertificateKind): { notBefore: Date; notAfter: Date } {
  const [fromDays, toDays] =
    kind === 'expired' ? [-60, -30] : kind === 'not-yet-valid' ? [30, 60] : [-30, 60];
  const now = Date.now();
  return {
    notBefore: new Date(now + fromDays * DAY_MS),
    notAfter: new Date(now + toDays * DAY_MS),
  };
}

function alternativeName(host: string): Buffer {
  const address = host.replace(/^\[(.*)\]$/, '$1');
  if (isIP(address) === 4) return implicit(7, Buffer.from(address.split('.').map(Number)));
  if (isIP(address) === 6) return implicit(7, ipv6Bytes(address));
  return implicit(2, Buffer.from(host, 'ascii'));
}

function ipv6Bytes(address: string): Buffer {
  const [head = '', tail] = address.split('::');
  const after = groups(tail ?? '');
  const before = groups(head);
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  const all = [...before, ...zeros, ...after].map((group) => group.padStart(4, '0'));
  return Buffer.from(all.join(''), 'hex');
}

function groups(part: string): string[] {
  return part === '' ? [] : part.split(':');
}

function extension(id: string, value: Buffer, isCritical = false): Buffer {
  return sequence(oid(id), ...(isCritical ? [booleanTrue()] : []), octetString(value));
}

function signCertificate(request: CertificateRequest): string {
  const body = sequence(
    explicit(0, integer(Buffer.of(2))), // version 3
    integer(randomBytes(16)),
    ECDSA_WITH_SHA256,
    nameOf(request.issuer),
    sequence(utcTime(request.notBefore), utcTime(request.notAfter)),
    nameOf(request.subject),
    request.publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(...request.extensions)),
  );
  const signature = sign('sha256', body, request.issuerKey);
  return toPem(sequence(body, ECDSA_WITH_SHA256, bitString(signature)));
}

function nameOf(name: string): Buffer {
  return sequence(set(sequence(oid('2.5.4.3'), utf8String(name))));
}

function toPem(certificate: Buffer): string {
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
