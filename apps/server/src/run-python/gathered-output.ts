const pauseMs = 100;

/** What code prints, on its way to somebody who watches. */
export interface GatheredOutput {
  add(text: string): void;
  /** Tells what has not been told yet. */
  end(): void;
}

/** Code prints faster than anybody watches: what comes within a tenth of a second is told together. */
export function gatherOutput(tell: (text: string) => void): GatheredOutput {
  let gathered = "";
  let timer: NodeJS.Timeout | undefined;

  function tellGathered(): void {
    timer = undefined;
    if (gathered === "") return;
    const text = gathered;
    gathered = "";
    timer = setTimeout(tellGathered, pauseMs);
    tell(text);
  }

  return {
    add(text) {
      gathered += text;
      if (!timer) tellGathered();
    },
    end() {
      clearTimeout(timer);
      tellGathered();
      clearTimeout(timer);
    },
  };
}
