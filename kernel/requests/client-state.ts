import { asText } from '../wire/json.ts';
import { messageContent, type Message } from '../wire/message.ts';

/** What clients have going on in the Python process. All of it ends with that process. */
export interface ClientState {
  /** Ids of the comms (the connections between widgets and their Python side) that are open. */
  readonly comms: Set<string>;
  /** Ids of the subshells that clients have asked for. */
  readonly subshells: Set<string>;
  /** Whether a cell waits for a person's input. */
  awaitsInput: boolean;
  /** Whether a debugger is attached. */
  isDebugged: boolean;
  /** Id of the last cell that Python has replied to; its idle may still be on the way. */
  lastReplied: string | undefined;
}

export function createClientState(): ClientState {
  return {
    comms: new Set(),
    subshells: new Set(),
    awaitsInput: false,
    isDebugged: false,
    lastReplied: undefined,
  };
}

/** Notes what a message of either side opens or closes. @throws ProtocolError */
export function observeComms({ comms }: ClientState, message: Message): void {
  const type = message.header.msg_type;
  if (type === 'comm_open') comms.add(commIdOf(message));
  if (type === 'comm_close') comms.delete(commIdOf(message));
}

function commIdOf(message: Message): string {
  return asText(messageContent(message)['comm_id']);
}
