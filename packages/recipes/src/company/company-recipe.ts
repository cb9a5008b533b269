import { StageError, type InputColumn, type Recipe, type Stage } from '@sluice/core';
import { localReasons, registrableDomain, parseTargetUrl } from '@sluice/scraper';
import { candidatesStage, mayFindWebsites } from './candidates-stage.ts';
import { companyColumns, companyInputs } from './company-columns.ts';
import { companyOptionsSchema, type CompanyOptions } from './company-options.ts';
import { isAskedOfModel } from './company-questions.ts';
import { crawlStage } from './crawl-stage.ts';
import { groundingStage } from './grounding-stage.ts';
import { imagesStage } from './images-stage.ts';
import { modelStage } from './model-stage.ts';
import { modelRemarks, ownModelCalls } from './open-model.ts';
import { rulesStage } from './rules-stage.ts';
import { openWebServices, type WebServices } from './web-services.ts';
import { websiteStage } from './website-stage.ts';

/** Companies with a website: who they are, and how to reach them. */
export const companyRecipe: Recipe<CompanyOptions, WebServices> = {
  name: 'company',
  description: 'companies with a website: names, contact data, images',
  inputs: companyInputs,
  inputsFor: (options) => (mayFindWebsites(options) ? companyInputs : companyInputs.map(always)),
  columns: companyColumns,
  columnsFor: (options) =>
    companyColumns.map((column) =>
      asksFor(column.name, options) ? column : { ...column, unasked: noModel },
    ),
  localReasons,
  options: companyOptionsSchema,
  shardKey: ({ website }) => siteKey(website ?? null),
  stages: (options) => [...websiteStages(options), ...pageStages(options)],
  open: openWebServices,
  coordinate: ownModelCalls,
  remarks: (options) => [
    ...(options.proxy === undefined
      ? []
      : ['Names were resolved by the proxy given with --proxy.']),
    ...modelRemarks(options),
  ],
};

/** An estimate does not look at sites that nobody has named. */
function websiteStages(options: CompanyOptions): Stage<WebServices>[] {
  if (!mayFindWebsites(options)) return [];
  return [candidatesStage(options), ...(options.estimatesOnly ? [] : [websiteStage(options)])];
}

/** Without a model there is nobody to ask, and no stage that would say so of every row. */
function pageStages(options: CompanyOptions): Stage<WebServices>[] {
  const { model, estimatesOnly } = options;
  const byRules = [crawlStage(options), rulesStage(), imagesStage(options)];
  if (model !== undefined) {
    return [...byRules, modelStage({ ...options, model }), groundingStage()];
  }
  // What a search will be asked does not depend on pages.
  return estimatesOnly ? [] : byRules;
}

const noModel = {
  reason: 'no_model',
  advice: 'Name a language model with --model to have them filled.',
};

function asksFor(column: string, options: CompanyOptions): boolean {
  if (column === 'website_found') return mayFindWebsites(options);
  return options.model !== undefined || !isAskedOfModel(column);
}

/** Nobody finds a website where none is asked to: a list of names alone is refused before it is worked on. */
function always({ unless: _unless, ...input }: InputColumn): InputColumn {
  return input;
}

/** The registrable domain: a site's crawl and politeness live in one shard. */
function siteKey(website: string | null): string | null {
  if (website === null) return null;
  try {
    return registrableDomain(new URL(parseTargetUrl(website).url).hostname);
  } catch (error) {
    if (error instanceof StageError) return null;
    throw error;
  }
}
