export { checkArguments } from "./schemas/check-arguments.ts";
export { nearestNames } from "./names/nearest-name.ts";
export type { AuthStore } from "./auth/store/auth-store.ts";
export { fileAuthStore } from "./auth/store/file-auth-store.ts";
export { withFileLock } from "./auth/store/file-lock.ts";
export { makeFolder } from "./platform/make-folder.ts";
export { moveFile } from "./platform/move-file.ts";
export { login, type LoginOptions } from "./auth/login/login.ts";
export { logout, type LogoutOptions } from "./auth/login/logout.ts";
export type { OAuthDefinition } from "./auth/oauth-definition.ts";
export { abortSignalOf, type CancelSignal } from "./cancelling/cancel-signal.ts";
export { createRegistry } from "./registry.ts";
export {
  RegistryError,
  type RegistryErrorCode,
  type RegistryErrorContext,
} from "./registry-error.ts";
export { notSupported } from "./catalog/not-supported.ts";
export { unknownTool, type UnknownToolOptions } from "./names/unknown-tool.ts";
export { isPythonIdentifier, pythonName, pythonNames } from "./names/python-names.ts";
export type {
  ClientFeatures,
  ElicitationForm,
  ElicitationResult,
  ElicitationUrl,
  Question,
  Root,
  SamplingParams,
  SamplingResult,
} from "./questions/client-features.ts";
export type {
  Prompt,
  PromptMessage,
  PromptResult,
  ReadResourceResult,
  Resource,
  ResourceContent,
  ResourceTemplate,
} from "./catalog/resource-types.ts";
export type { AskOptions } from "./calls/ask-options.ts";
export type {
  CallLogMessage,
  CallOptions,
  CallToolResult,
  ServerLogMessage,
  ToolContent,
  ToolProgress,
} from "./calls/call-types.ts";
export type { CallJson } from "./calls/call-json.ts";
export type {
  Catalog,
  CatalogOptions,
  CatalogTool,
  ToolsListener,
} from "./catalog/catalog-types.ts";
export type { JsonSchemaObject } from "./schemas/json-schema.ts";
export type { LogEvent } from "./log-event.ts";
export type { Registry, RegistryOptions } from "./registry-types.ts";
export type {
  ServerDefinition,
  ServerLimits,
  StdioServerDefinition,
  UrlServerDefinition,
} from "./servers/server-definition.ts";
export type { ServerDescription, ServerState, ServerSummary } from "./servers/server-summary.ts";
