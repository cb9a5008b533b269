import type { Recipe } from '@sluice/core';
import { companyRecipe } from './company/company-recipe.ts';

export { companyRecipe } from './company/company-recipe.ts';

/** The recipes that come with Sluice. Each checks its own options and opens its own services. */
export const bundledRecipes: readonly Recipe[] = [companyRecipe];
export { openWebServices, type OtherWeb } from './company/web-services.ts';
