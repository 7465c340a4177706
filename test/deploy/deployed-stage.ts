import { aws } from '../../tools/deploy/aws.ts';
import { startEmulator, type Emulator } from '../../tools/deploy/emulator.ts';
import { deploy, putSecrets, type Template } from './deployed-stack.ts';

export interface FunctionConfiguration {
  Runtime: string;
  Handler: string;
  MemorySize: number;
  Timeout: number;
  Role: string;
  Environment: { Variables: Record<string, string> };
}

/** A stage on an emulator of its own, and questions to it. */
export class DeployedStage {
  readonly emulator: Emulator;
  /** As osls compiled it for this stage. */
  readonly template: Template;

  private constructor(emulator: Emulator, template: Template) {
    this.emulator = emulator;
    this.template = template;
  }

  static async deploy(stage: string): Promise<DeployedStage> {
    const emulator = await startEmulator();
    await putSecrets(emulator, stage);
    return new DeployedStage(emulator, await deploy(emulator, stage));
  }

  /** Asks the emulator with the AWS command line. */
  api<T>(...args: string[]): Promise<T> {
    return aws<T>(this.emulator.environment, ...args);
  }

  configurationOf(name: string): Promise<FunctionConfiguration> {
    return this.api('lambda', 'get-function-configuration', '--function-name', name);
  }

  /** Name that a bucket of the stack got. */
  async bucketOf(stack: string, logicalId: string): Promise<string> {
    const { StackResources } = await this.api<{
      StackResources: { LogicalResourceId: string; PhysicalResourceId: string }[];
    }>('cloudformation', 'describe-stack-resources', '--stack-name', stack);
    return StackResources.find(({ LogicalResourceId }) => LogicalResourceId === logicalId)!
      .PhysicalResourceId;
  }

  async stop(): Promise<void> {
    await this.emulator.stop();
  }
}
