export { type AnyConsumer, type Claim, type Consumer, consumer } from './consumer.ts';
