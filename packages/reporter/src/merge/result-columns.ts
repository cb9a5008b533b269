import type { ColumnType, Manifest, UnaskedColumn } from '@sluice/core';

/** An output column as it stands in the results. */
export interface OutputResultColumn {
  /** The recipe's name, or with a prefix where the dataset has a column of that name. */
  readonly name: string;
  /** The recipe's own name, as in the ledger. */
  readonly source: string;
  readonly type: ColumnType;
  readonly description: string;
  /** Null where the run asks for the column. */
  readonly unasked: UnaskedColumn | null;
}

/** The columns of the results, in order: the dataset's own, the recipe's, status and reason. */
export interface ResultColumns {
  readonly inputs: readonly { readonly name: string; readonly type: string }[];
  readonly outputs: readonly OutputResultColumn[];
  readonly status: string;
  readonly reason: string;
}

const CLASH_PREFIX = 'enriched_';

/**
 * Names the columns of the results. The dataset's own keep theirs; one of ours that clashes gets the
 * prefix `enriched_`, as often as it takes. Names are compared without case, as SQL does.
 */
export function planResultColumns(manifest: Manifest): ResultColumns {
  const inputs = manifest.dataset.columns;
  const taken = new Set(inputs.map(({ name }) => name.toLowerCase()));
  const claim = (wanted: string): string => {
    let name = wanted;
    while (taken.has(name.toLowerCase())) name = `${CLASH_PREFIX}${name}`;
    taken.add(name.toLowerCase());
    return name;
  };
  const outputs = manifest.recipe.columns.map((column) => ({
    name: claim(column.name),
    source: column.name,
    type: column.type,
    description: column.description,
    unasked: column.unasked ?? null,
  }));
  return { inputs, outputs, status: claim('_status'), reason: claim('_reason') };
}
