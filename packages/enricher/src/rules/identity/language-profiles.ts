/** Common short words of a language that the others here do not use, or use less. */
export const STOP_WORDS: Readonly<Record<string, readonly string[]>> = {
  en: 'the and of to in is you that for with your our are this from have we by on or as at be all can more will not us'.split(
    ' ',
  ),
  de: 'der die das und ist nicht mit sie für auf ein eine von den zu wir im dem auch des sich bei als oder aus ihre unser nach werden zur zum'.split(
    ' ',
  ),
  fr: 'le la les et des est une vous nous pour dans votre nos que qui avec sur pas du au aux par plus notre ces cette sont vos ou'.split(
    ' ',
  ),
  es: 'el la los las y de en una que por con para su nuestro como más del es al nuestra sus se lo nuestros usted o está son'.split(
    ' ',
  ),
  it: 'il la di e che per con un una del della le nel gli nostri dei delle sono anche alla al più nostra si da non è ed i questo'.split(
    ' ',
  ),
  pt: 'o a os as e de que em um uma para com não do da dos das no na por mais se nosso nossa você ao são como sua seu'.split(
    ' ',
  ),
  nl: 'de het een en van voor met op wij is uw niet ook bij zijn naar onze dat aan door te om ons kan deze meer u worden wordt'.split(
    ' ',
  ),
  da: 'og at det er en til på af med vi for ikke har som kan den du vores et om hos fra også jer eller der hvor blive efter mere bliver gerne jeres hvad lidt uden deres af'.split(
    ' ',
  ),
  sv: 'och att det är en på av med vi för inte har som kan den du vår ett om hos från också er eller våra till vi blir efter mer blir gärna er vad utan något'.split(
    ' ',
  ),
  no: 'og å det er en til på av med vi for ikke har som kan den du vår et om hos fra også deg eller våre blir ønsker hva etter mer blir gjerne litt uten noe deres'.split(
    ' ',
  ),
  fi: 'ja on ei se että myös mutta ovat kun tai jos meillä voit oli ole sen kanssa mukaan sekä hän tämä meidän'.split(
    ' ',
  ),
  pl: 'i w na z do się jest nie to oraz dla jak przez od po są nasze które za ze co lub twoje może być nas'.split(
    ' ',
  ),
  cs: 'a v na se je že s z do pro nebo jsou jako o k by ale naše jsme od po při které také více nás pro vás'.split(
    ' ',
  ),
  sk: 'a v na je sa že s do pre alebo sú ako o k by vám aj čo naše sme od po pri ktoré tiež viac nás vás'.split(
    ' ',
  ),
  sl: 'in je za na z se so da ki v pri kot ali tudi pa po naše nas vas kjer lahko vse ter'.split(
    ' ',
  ),
  hr: 'i u na je se za su da od s ne kako ili te koji koje što vaš naš nas vas po sve kao'.split(
    ' ',
  ),
  hu: 'a az és egy hogy nem is van ez meg vagy csak már mint még kell volt számára által között illetve'.split(
    ' ',
  ),
  ro: 'și de în la cu pe un o pentru este nu din care mai sunt sau să ce noastre prin ale după vă noastră'.split(
    ' ',
  ),
  tr: 've bir bu için ile de da çok olarak daha olan en gibi her sizin kadar veya ne bizim hizmet olan'.split(
    ' ',
  ),
};

/** Languages that short words do not tell apart: the domain says which of them it is. */
export const ONE_WRITTEN: Readonly<Record<string, string | undefined>> = { bs: 'hr', sr: 'hr' };

interface LetterProfile {
  readonly language: string;
  readonly letters: RegExp;
  /** Of all letters, where the usual share is too much to ask. */
  readonly share?: number;
}

/** Letters that give a language away; scripts that several languages share need letters of their own. */
export const TELLING_LETTERS: readonly LetterProfile[] = [
  { language: 'el', letters: /\p{Script=Greek}/gu },
  { language: 'uk', letters: /[їєґ]/giu },
  { language: 'ru', letters: /[ыэё]/giu },
  { language: 'mk', letters: /[ѓќѕ]/giu, share: 0.002 },
  { language: 'sr', letters: /[ђћ]/giu, share: 0.002 },
  { language: 'bg', letters: /ъ/giu, share: 0.004 },
  { language: 'he', letters: /\p{Script=Hebrew}/gu },
  { language: 'ja', letters: /[\p{Script=Hiragana}\p{Script=Katakana}]/gu },
  { language: 'ko', letters: /\p{Script=Hangul}/gu },
  { language: 'zh', letters: /\p{Script=Han}/gu },
];

/** Letters that one language alone has among those in Latin script. */
export const OWN_LETTERS: readonly LetterProfile[] = [
  { language: 'tr', letters: /[ğı]/gu },
  { language: 'pl', letters: /[łż]/gu },
  { language: 'cs', letters: /[řů]/gu },
  { language: 'hu', letters: /[őű]/gu },
  { language: 'ro', letters: /[șțţ]/gu },
];

/** Letters that a few neighbours share: enough for the one whose domain it is. */
export const SHARED_LETTERS: readonly LetterProfile[] = [
  { language: 'hr', letters: /[čćđšž]/gu },
  { language: 'sl', letters: /[čšž]/gu },
  { language: 'sk', letters: /[čďľňšťž]/gu },
];

/** What is mainly written under a country's domain, where that is one language. */
export const DOMAIN_LANGUAGES: Readonly<Record<string, string | undefined>> = {
  ar: 'es',
  at: 'de',
  ba: 'bs',
  bg: 'bg',
  br: 'pt',
  cl: 'es',
  cz: 'cs',
  de: 'de',
  dk: 'da',
  es: 'es',
  fi: 'fi',
  fr: 'fr',
  gr: 'el',
  hr: 'hr',
  hu: 'hu',
  it: 'it',
  mk: 'mk',
  mx: 'es',
  nl: 'nl',
  no: 'no',
  pe: 'es',
  pl: 'pl',
  pt: 'pt',
  ro: 'ro',
  rs: 'sr',
  se: 'sv',
  si: 'sl',
  sk: 'sk',
  tr: 'tr',
  uk: 'en',
};
