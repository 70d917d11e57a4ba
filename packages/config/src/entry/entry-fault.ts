/** Something wrong at a path below an entry; the message follows the key's name. */
export interface EntryFault {
  path: (string | number)[];
  message: string;
}
