import type { Recipe } from '@sluice/core';

/**
 * The recipes that come with Sluice, by name. Each is loaded when it is asked for: what the company recipe
 * stands on takes 75 MB and most of a command's start. Each checks its own options and opens its own
 * services.
 */
export const bundledRecipes: ReadonlyMap<string, () => Promise<Recipe>> = new Map([
  ['company', async () => (await import('./company/company-recipe.ts')).companyRecipe],
]);
