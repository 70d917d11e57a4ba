/** A JSON Schema as the server sent it: any JSON object. */
export type JsonSchemaObject = Record<string, unknown>;
