import { registerHooks } from 'node:module';

/** An expression in a workflow, without its `${{ }}`. */
export interface Expression {
  readonly expression: string;
}

/** A value of a workflow: YAML, with expressions left as such. */
export type Value =
  | string
  | number
  | boolean
  | null
  | Expression
  | readonly Value[]
  | { readonly [key: string]: Value };
export type Mapping = Readonly<Record<string, Value>>;

/**
 * Parses a workflow as GitHub does.
 *
 * @throws Error that names everything GitHub would refuse
 */
export async function parseWorkflowFile(name: string, content: string): Promise<Mapping> {
  const { NoOperationTraceWriter, parseWorkflow } = await importParser();
  const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  const problems = context.errors.getErrors().map(({ message }) => message);
  if (value === undefined || problems.length > 0) {
    throw new Error(`${name} is no workflow: ${problems.join('; ')}`);
  }
  return plainValue(JSON.parse(JSON.stringify(value))) as Mapping;
}

/** The parser imports its schema, which is JSON, without saying that it is: Node refuses that by itself. */
async function importParser(): Promise<typeof import('@actions/workflow-parser')> {
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      const isSchema = /workflow-parser\/dist\/[\w.-]+\.json$/.test(resolved.url);
      return isSchema ? { ...resolved, importAttributes: { type: 'json' } } : resolved;
    },
    load(url, context, next) {
      const isSchema = /workflow-parser\/dist\/[\w.-]+\.json$/.test(url);
      return next(url, isSchema ? { ...context, importAttributes: { type: 'json' } } : context);
    },
  });
  try {
    return await import('@actions/workflow-parser');
  } finally {
    hooks.deregister();
  }
}

/** The parser's own serialisation of sequences, mappings and expressions. */
type Token =
  | string
  | number
  | boolean
  | null
  | { type: 1; seq?: Token[] }
  | { type: 2; map?: { Key: string; Value: Token }[] }
  | { type: 3; expr: string };

function plainValue(token: Token): Value {
  if (token === null || typeof token !== 'object') return token;
  switch (token.type) {
    case 1:
      return (token.seq ?? []).map(plainValue);
    case 2:
      return Object.fromEntries(
        (token.map ?? []).map((pair) => [pair.Key, plainValue(pair.Value)]),
      );
    case 3:
      return { expression: token.expr };
    default:
      token satisfies never;
      throw new Error(`a token of kind ${JSON.stringify(token)} is not known`);
  }
}

export function isExpression(value: Value | undefined): value is Expression {
  return typeof value === 'object' && value !== null && 'expression' in value;
}

/** @throws Error for a value that is no plain text, number or truth */
export function textOf(value: Value | undefined): string {
  if (value === undefined || value === null || typeof value === 'object') {
    throw new Error(`${JSON.stringify(value)} is no text`);
  }
  return String(value);
}

/** @throws Error when a mapping has keys that the runner does not play */
export function requireKeys(
  where: string,
  value: Value | undefined,
  known: readonly string[],
): Mapping {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`${where} is no mapping`);
  }
  const unknown = Object.keys(value).filter((key) => !known.includes(key));
  if (unknown.length > 0) throw new Error(`${where}: \`${unknown.join('`, `')}\` is not played`);
  return value as Mapping;
}
