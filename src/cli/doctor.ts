import { InvalidArgumentError, type Command } from 'commander';
import { ConfigurationError } from '../config/configuration-error.ts';
import { doctorText, type DoctorReport } from '../main/doctor-report.ts';
import { parseAsin, type Asin } from '../product/asin.ts';
import type { MarketplaceCode } from '../product/marketplace.ts';
import { readEnvironment, type CommandEnvironment } from './environment.ts';
import { readMarketplaceOption } from './marketplace-option.ts';

type DoctorOptions = { readonly asin?: Asin; readonly marketplace?: MarketplaceCode; readonly json?: boolean };

/** Any answer about it shows that a source works, also the one that there is no such product. */
const anAsin = 'B0CR7G9V56';

/** Adds the options and the action of `doctor`. */
export function defineDoctor(command: Command): void {
  command
    .option('--asin <asin>', 'the product to ask for', readAsin)
    .option('--marketplace <code>', 'the marketplace to ask in (default: AMAZON_MARKETPLACE)', readMarketplaceOption)
    .option('--json', 'print the result as JSON')
    .action(async (options: DoctorOptions) => {
      const report = await reportOf(options);
      process.stdout.write(options.json === true ? `${JSON.stringify(report, null, 2)}\n` : doctorText(report));
      process.exitCode = report.ok ? 0 : 1;
    });
}

async function reportOf(options: DoctorOptions): Promise<DoctorReport> {
  await using environment = await readEnvironment();
  const { parseConfig } = await import('../config.ts');
  try {
    const config = parseConfig(environment.variables, environment.faults);
    const marketplace = options.marketplace ?? config.defaultMarketplace;
    const asin = options.asin ?? (await productIn(environment, marketplace));
    const { examine } = await import('../gateway/examine.ts');
    const examination = await examine(config, { asin, marketplace });
    return { ...examination, warnings: config.warnings, question: `${asin} in ${marketplace}` };
  } catch (error) {
    if (error instanceof ConfigurationError) return { ok: false, faults: error.faults };
    throw error;
  }
}

/** A product to ask for; the stand-in has its own. */
async function productIn({ sandbox }: CommandEnvironment, marketplace: MarketplaceCode): Promise<Asin> {
  if (sandbox === undefined) return readAsin(anAsin);
  const { sandboxProducts } = await import('../sandbox/catalogue.ts');
  return readAsin(sandboxProducts(marketplace)[0]?.asin ?? anAsin);
}

function readAsin(text: string): Asin {
  const asin = parseAsin(text);
  if (asin === undefined) throw new InvalidArgumentError('An ASIN has ten letters and digits, such as B0CR7G9V56.');
  return asin;
}
