import { data, Evaluator, Lexer, Parser } from '@actions/expressions';
import { isExpression, textOf, type Mapping, type Value } from './workflow-file.ts';

/** What expressions may refer to: `github`, `inputs`, `needs`, `matrix`, … */
export type Contexts = Readonly<Record<string, unknown>>;

/** How the jobs or steps before went, for `success()` and its like. */
export interface Status {
  readonly isSuccess: boolean;
  readonly isCancelled: boolean;
}

/** Evaluates a value of a workflow, expressions in it included. */
export function evaluate(value: Value | undefined, contexts: Contexts, status?: Status): unknown {
  if (isExpression(value)) return evaluateExpression(value.expression, contexts, status);
  if (Array.isArray(value)) return value.map((item: Value) => evaluate(item, contexts, status));
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value as Mapping);
    return Object.fromEntries(
      entries.map(([key, item]) => [key, evaluate(item, contexts, status)]),
    );
  }
  return value;
}

/** Evaluates an `if`, which also is one without `${{ }}`, and asks for success unless it says otherwise. */
export function evaluateCondition(
  value: Value | undefined,
  contexts: Contexts,
  status: Status,
): boolean {
  if (value === undefined || value === null) return status.isSuccess;
  const text = isExpression(value) ? value.expression : textOf(value);
  const saysOtherwise = /\b(always|success|failure|cancelled)\(\)/.test(text);
  if (!saysOtherwise && !status.isSuccess) return false;
  return isTruthy(evaluateExpression(text, contexts, status));
}

function isTruthy(value: unknown): boolean {
  return value !== null && value !== false && value !== 0 && value !== '';
}

function evaluateExpression(text: string, contexts: Contexts, status?: Status): unknown {
  const functions = statusFunctions(status);
  const names = Object.keys(contexts);
  const ast = new Parser(new Lexer(text).lex().tokens, names, functions).parse();
  const context = JSON.parse(JSON.stringify(contexts), data.reviver) as data.Dictionary;
  const definitions = new Map(functions.map((definition) => [definition.name, definition]));
  const result = new Evaluator(ast, context, definitions).evaluate();
  return JSON.parse(JSON.stringify(result, data.replacer)) as unknown;
}

function statusFunctions(status: Status | undefined) {
  if (status === undefined) return [];
  const answers = {
    always: true,
    success: status.isSuccess,
    failure: !status.isSuccess && !status.isCancelled,
    cancelled: status.isCancelled,
  };
  return Object.entries(answers).map(([name, answer]) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(answer),
  }));
}
