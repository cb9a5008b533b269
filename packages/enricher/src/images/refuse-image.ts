/** What an image is wanted for: the column it would fill. */
export type ImageUse = 'logo_url' | 'banner_url' | 'image_url';

/** What is known of an image that was looked at. */
export interface SeenImage {
  readonly url: string;
  /** In pixels; null where a drawing states none. */
  readonly width: number | null;
  readonly height: number | null;
  /** A drawing that runs scripts or draws on other files. */
  readonly isActive: boolean;
}

/** Why an image that is one is not what a column wants. */
export type ImageRefusal =
  | 'active_drawing'
  | 'implausible_size'
  | 'spacer'
  | 'icon'
  | 'too_small'
  | 'placeholder';

/** More pixels than any website shows: a few bytes of header that would cost gigabytes to open. */
const MAX_PIXELS = 60_000_000;
const MAX_SIDE_PX = 16_384;
/** Lines, dots and trackers. */
const MIN_SIDE_PX = 4;
const MAX_ASPECT = 40;
/** Smaller ones in both directions are icons; logos start here. */
const MIN_LOGO_PX = 40;
const MIN_BANNER = { width: 240, height: 60 };
const MIN_PICTURE_PX = 60;

const PLACEHOLDER =
  /(?:^|[/_.-])(?:placeholder|no[-_]?(?:image|img|photo|logo)|image[-_]?not[-_]?(?:found|available)|default[-_]?(?:image|img|logo|avatar|og)|coming[-_]?soon|your[-_]?logo(?:[-_]?here)?|dummy|blank|spacer|transparent|pixel|lazy(?:load)?|loading|loader|preloader|spinner)[-_.\d]*\.\w{3,4}(?:$|[?#])|\/\/(?:via\.placeholder|placehold|placeholder|dummyimage|picsum)\./i;

/** Whether an address by itself says that a picture only stands in for one. */
export function isPlaceholder(url: string): boolean {
  return !url.startsWith('data:') && PLACEHOLDER.test(url);
}

/** Tells why an image is not to fill a column; null where nothing speaks against it. */
export function refuseImage(use: ImageUse, image: SeenImage): ImageRefusal | null {
  if (image.isActive) return 'active_drawing';
  if (isPlaceholder(image.url)) return 'placeholder';
  const { width, height } = image;
  if (width === null || height === null) return null;
  const [shorter, longer] = [Math.min(width, height), Math.max(width, height)];
  if (longer > MAX_SIDE_PX || width * height > MAX_PIXELS) return 'implausible_size';
  if (shorter < MIN_SIDE_PX || longer > shorter * MAX_ASPECT) return 'spacer';
  return refuseSize(use, width, height);
}

function refuseSize(use: ImageUse, width: number, height: number): ImageRefusal | null {
  const isIcon = Math.max(width, height) < MIN_LOGO_PX;
  switch (use) {
    case 'logo_url':
      return isIcon ? 'icon' : null;
    case 'banner_url': {
      const isSmall = width < MIN_BANNER.width || height < MIN_BANNER.height;
      return isSmall ? 'too_small' : null;
    }
    case 'image_url':
      if (isIcon) return 'icon';
      return Math.min(width, height) < MIN_PICTURE_PX ? 'too_small' : null;
    default:
      throw use satisfies never;
  }
}
