import type { Display } from "../protocol/sandbox-frames.ts";
import type { RunImage } from "../run-outcome.ts";

const maxImages = 20;
/** Characters of base64, for all images of a run. */
const maxCharacters = 32 * 1024 * 1024;

/** The images that a run shows, within limits of number and size. */
export class RunImages {
  readonly shown: RunImage[] = [];
  #characters = 0;

  /** @param notify called with the reason if an image is left out */
  add({ mimeType, data }: Display, notify: (notice: string) => void): void {
    if (this.shown.length >= maxImages) {
      return notify(`only the first ${maxImages} images of the run are shown`);
    }
    if (this.#characters + data.length > maxCharacters) {
      return notify(
        `images were left out: those of a run may have ${maxCharacters / 1024 ** 2} MiB of base64 together`,
      );
    }
    this.#characters += data.length;
    this.shown.push({ mimeType, data });
  }
}
