import { fileTypeFromBuffer } from 'file-type';
import { imageSize } from 'image-size';

/** What the first bytes of a file say of the image in it. */
export interface ImageFacts {
  /** Media type by its bytes, such as `image/png`; not what a server calls it. */
  readonly type: string;
  /** In pixels, as it is to be shown; null where a drawing states none. */
  readonly width: number | null;
  readonly height: number | null;
  /** A drawing that runs scripts or draws on other files. */
  readonly isActive: boolean;
}

/** Formats that browsers show and whose sizes are read; others are no images to us. */
const readableTypes = new Set([
  'image/png',
  'image/apng',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/bmp',
  'image/x-icon',
  'image/vnd.microsoft.icon',
]);

/**
 * Reads type and size off the first bytes of a file; nothing is decoded.
 *
 * @returns null where it is no image, `incomplete` where more bytes are needed to tell its size
 */
export async function inspectImage(
  bytes: Uint8Array,
  isTruncated: boolean,
): Promise<ImageFacts | 'incomplete' | null> {
  const drawing = svgText(bytes);
  if (drawing !== null) return isTruncated ? 'incomplete' : svgFacts(bytes, drawing);
  const type = (await fileTypeFromBuffer(bytes))?.mime;
  if (type === undefined || !readableTypes.has(type)) return null;
  const size = sizeOf(bytes);
  if (size === null) return isTruncated ? 'incomplete' : null;
  return { type, ...size, isActive: false };
}

/** What comes before the root element of an SVG file: byte order mark, declaration, comments. */
const svgStart =
  /^\uFEFF?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--[^]{0,2000}?-->\s*|<!DOCTYPE[^>[]{0,300}(?:\[[^\]]{0,4000}\]\s*)?>\s*){0,8}<svg[\s>]/i;
/** Of a file, this much is looked at for the root element; in bytes. */
const maxStartBytes = 8_192;

function svgText(bytes: Uint8Array): string | null {
  const start = new TextDecoder().decode(bytes.subarray(0, maxStartBytes));
  return svgStart.test(start) ? new TextDecoder().decode(bytes) : null;
}

const activeContent =
  /<\s*(?:script|foreignObject|iframe|embed|object)[\s>/]|\son[a-z]+\s*=|javascript:|<!ENTITY|<image[^>]{0,500}href\s*=\s*["']?\s*(?!data:)/i;

function svgFacts(bytes: Uint8Array, drawing: string): ImageFacts {
  const size = sizeOf(bytes) ?? { width: null, height: null };
  return { type: 'image/svg+xml', ...size, isActive: activeContent.test(drawing) };
}

/** Sideways by its EXIF data, as phones store what they took upright. */
const firstSideways = 5;

function sizeOf(bytes: Uint8Array): { width: number; height: number } | null {
  try {
    const { width, height, orientation = 1 } = imageSize(bytes);
    if (!(width > 0 && height > 0)) return null;
    return orientation >= firstSideways ? { width: height, height: width } : { width, height };
  } catch {
    // Whatever it stumbled over in bytes from anywhere: they tell no size.
    return null;
  }
}
