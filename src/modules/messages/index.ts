import './standard-kinds.ts';

export {
  defineMessageKinds,
  listMessageKinds,
  nameOfMessageKind,
  placeholders,
  standardWording,
  type MessageKind,
  type Placeholder,
} from './kinds.ts';
export { MessageForm } from './form.ts';
export {
  channels,
  messageStates,
  type Channel,
  type MessageState,
  type NewMessage,
  type NotQueued,
  type Queued,
} from './message.ts';
export { messageChannelWords, messageStateWords, nameOfSent, outboxRefusalWords, sayDelivery } from './words.ts';
export { HttpSettings, SmtpSettings, type GatewaySettings } from './gateway.ts';
export { caseWordsIn, judgeTemplate, type MessageFacts, type TemplateProblem } from './template.rules.ts';
