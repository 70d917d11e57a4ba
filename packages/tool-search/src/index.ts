export const placeholder: undefined = undefined;
