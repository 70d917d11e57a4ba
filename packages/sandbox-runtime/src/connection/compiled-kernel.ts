/**
 * The kernel as compiled by the Python of an image. The first sandbox of the image sends it, before it runs any code; the
 * next ones need not compile it, which is a third of the time that their Python takes to start.
 */
export class CompiledKernel {
  #image: string | undefined;
  #code: string | undefined;

  /** Base64, for a sandbox of that image. */
  of(image: string): string | undefined {
    return image === this.#image ? this.#code : undefined;
  }

  /** In place of that of another image. */
  keep(image: string, code: string): void {
    this.#image = image;
    this.#code = code;
  }
}
