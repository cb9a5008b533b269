import type { Database } from '@sluice/core';
import type { ModelUse } from './run-summary.ts';
import { sqlSum } from './sql-sum.ts';

/** Pages that the summary names because they speak to language models. */
const SUSPECTS = 5;

/**
 * Reads what a run asked language models and what became of the answers: from the answers that it keeps
 * as sub-steps (`usage`, `costUsd`, `elapsedMs`) and from the `meta` of the stages that ask (`turns`,
 * `saved`, `suspects`) and check (`grounded`, `ungrounded`).
 *
 * @returns null when no model was asked, and none would have been
 */
export async function readModelUse(db: Database): Promise<ModelUse | null> {
  const [asked] = await db.rows<Asked>(ANSWERS);
  const [done] = await db.rows<Done>(STAGES);
  if (asked === undefined || done === undefined) return null;
  const { calls, takenOverAnswers, priced, costUsd, ...tokens } = asked;
  const { results, takenOverTurns, suspects, ...counts } = done;
  if (calls + takenOverAnswers + results === 0) return null;
  return {
    ...tokens,
    ...counts,
    calls,
    takenOver: takenOverAnswers + takenOverTurns,
    costUsd: priced === calls ? costUsd : null,
    suspects: { pages: suspects.length, examples: suspects.slice(0, SUSPECTS) },
  };
}

interface Asked extends Pick<
  ModelUse,
  'models' | 'inputTokens' | 'cachedTokens' | 'outputTokens' | 'meanMs'
> {
  readonly calls: number;
  readonly takenOverAnswers: number;
  readonly priced: number;
  readonly costUsd: number;
}

interface Done extends Pick<
  ModelUse,
  'savedByRules' | 'savedWithoutText' | 'grounded' | 'notQuoted' | 'notBorneOut'
> {
  readonly results: number;
  readonly takenOverTurns: number;
  readonly suspects: string[];
}

const ANSWER = JSON.stringify({
  model: 'VARCHAR',
  usage: { inputTokens: 'BIGINT', cachedTokens: 'BIGINT', outputTokens: 'BIGINT' },
  costUsd: 'DOUBLE',
  elapsedMs: 'DOUBLE',
});

const ANSWERS = `
  WITH answers AS (
    SELECT from_run, json_transform(value, '${ANSWER}') AS a
    FROM entries
    WHERE kind = 'result' AND step IS NOT NULL AND outcome = 'ok' AND contains(value, '"costUsd"')
  ), own AS (SELECT a.* FROM answers WHERE from_run IS NULL)
  SELECT
    (SELECT count(*)::DOUBLE FROM answers WHERE from_run IS NOT NULL) AS "takenOverAnswers",
    count(*)::DOUBLE AS calls, count(costUsd)::DOUBLE AS priced, ${sqlSum('costUsd')} AS "costUsd",
    coalesce(list_sort(list(DISTINCT model)), []) AS models,
    ${sqlSum('usage.inputTokens')} AS "inputTokens", ${sqlSum('usage.cachedTokens')} AS "cachedTokens",
    ${sqlSum('usage.outputTokens')} AS "outputTokens", avg(elapsedMs) AS "meanMs"
  FROM own`;

const META = JSON.stringify({
  turns: 'BIGINT',
  saved: 'VARCHAR',
  suspects: ['VARCHAR'],
  grounded: 'BIGINT',
  ungrounded: { notQuoted: 'BIGINT', notBorneOut: 'BIGINT' },
});

const STAGES = `
  WITH stages AS (
    SELECT from_run, json_transform(meta, '${META}') AS m
    FROM entries
    WHERE kind = 'result' AND step IS NULL
      AND (contains(meta, '"turns"') OR contains(meta, '"saved"') OR contains(meta, '"ungrounded"'))
  )
  SELECT count(*)::DOUBLE AS results,
    ${sqlSum('m.turns', 'from_run IS NOT NULL')} AS "takenOverTurns",
    (count(*) FILTER (m.saved = 'rules'))::DOUBLE AS "savedByRules",
    (count(*) FILTER (m.saved = 'no_text'))::DOUBLE AS "savedWithoutText",
    ${sqlSum('m.grounded')} AS grounded,
    ${sqlSum('m.ungrounded.notQuoted')} AS "notQuoted",
    ${sqlSum('m.ungrounded.notBorneOut')} AS "notBorneOut",
    list_sort(list_distinct(flatten(coalesce(list(m.suspects) FILTER (m.suspects IS NOT NULL), [])))) AS suspects
  FROM stages`;
