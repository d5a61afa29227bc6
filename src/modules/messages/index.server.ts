import './standard-kinds.ts';

export {
  cancelMessages,
  queueHouseMail,
  queueMessage,
  queueMessagesFrom,
  type MessageSelection,
} from './store.server.ts';
export {
  gatewayHealth,
  listGateways,
  listTemplates,
  openChannels,
  wordingOf,
  type GatewayHealth,
  type GatewayRow,
  type TemplateRow,
} from './queries.server.ts';
export {
  retryParked,
  setGateway,
  setTemplate,
  type GatewayAnswer,
  type SetGateway,
  type TemplateAnswer,
} from './set-gateway.server.ts';
export { cancelMessage, retryMessage } from './keep-outbox.server.ts';
export { listOutbox, type OutboxFilter, type SentMessage } from './outbox.queries.server.ts';
export { deliver, type Outcome } from './deliver.server.ts';
export { jobs } from './jobs.server.ts';
export { eraseSentMessages } from './outbox.store.server.ts';
