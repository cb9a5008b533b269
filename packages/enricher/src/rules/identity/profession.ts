/** What somebody who runs a practice is, in the name of it; of folded words. */
export const PROFESSION =
  /(?<!\p{L})(?:dr|prof|dds|dmd|dvm|md|esq|architekt\p{L}*|architecte?|arquitect[oa]|(?:rechts|patent)anw[aä]lt\p{L}*|notar\p{L}{0,3}|notaires?|notario|avocate?s?|abogad[oa]|avvocat[oi]|steuerberater\p{L}*|(?:zahn|tier|haut|augen|frauen|kinder)?(?:arzt|arztin)|attorney|lawyer|notary|dentist|doctor|tandarts|huisarts|advocaat)(?!\p{L})/u;
