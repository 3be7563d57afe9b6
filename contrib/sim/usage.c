#include "usage.h"

#include "fault.h"
#include "models.h"
#include "spec.h"

static const char usage[] =
	"usage: kasa-sim [OPTION]...\n"
	"A house of simulated Kasa devices on loopback addresses: TCP and UDP port 9999, and for those that\n"
	"speak KLAP TCP port 80 and UDP ports 20002 and 20004.\n"
	"\n"
	"Which devices (without any of these: a house of nine on 127.0.0.1 to 127.0.0.9)\n"
	"  --device MODEL[,KEY=VALUE]...  one device; see --list for models, and the keys below\n"
	"  --count N                      N plugs \"plug 1\" to \"plug N\", up to 100000\n"
	"  --model MODEL                  what --count makes; HS110(EU) unless told\n"
	"  --replay FILE...               recorded devices, also a folder of *.json; all arguments\n"
	"                                 that follow and are no options are files too\n"
	"  --as-recorded                  keeps ids, names and hardware addresses of the files\n"
	"\n"
	"Where\n"
	"  --address A                    address of the first device; 127.0.0.1 unless told\n"
	"  --port N                       of XOR, 9999 unless told\n"
	"  --http-port N                  of KLAP, 80 unless told\n"
	"  --tdp-port N                   of the newer discovery, 20002 and 20004 unless told\n"
	"  --interface IF                 the only interface to hear; lo unless told\n"
	"\n"
	"How they are spoken to\n"
	"  --transport NAME               xor, klap1 or klap2, for all devices; aes and tpap let no client in;\n"
	"                                 as-recorded is what each recording announces\n"
	"  --username U, --password P     the account that they belong to; user@example.com and \"hunter2 \303\251\"\n"
	"                                 unless told; made up, for everybody can read the command line\n"
	"\n"
	"How they behave\n"
	"  --keep, --close                keep the connection after a reply (default), or close it\n"
	"  --fault WHO=NAME[:VALUE]       WHO is an address, an alias or all; the faults are below\n"
	"  --seed N                       of all randomness; 1 unless told\n"
	"\n"
	"The program\n"
	"  --control                      takes commands on standard input, ends with it; see kasa-sim(1)\n"
	"  --exit-after S                 ends after S seconds\n"
	"  -v, --verbose                  a line on standard error for each request and reply\n"
	"  --list                         prints the models\n"
	"  -h, --help, --version\n"
	"\n"
	"When all listen it prints \"ADDRESS MODEL ALIAS\" for each device, up to 50 of them, and then\n"
	"\"ready N devices port P\".\n";

void
sim_usage_print(FILE *out)
{
	const char *name, *help;

	fputs(usage, out);
	fputs("\nKeys of --device; \"address\" is its address\n", out);
	for (size_t i = 0; (help = sim_spec_help(i, &name)); i++)
		fprintf(out, "  %-16s %s\n", name, help);
	fputs("\nFaults\n", out);
	for (size_t i = 0; (help = sim_fault_help(i, &name)); i++)
		fprintf(out, "  %-16s %s\n", name, help);
}

void
sim_models_print(FILE *out)
{
	const struct sim_model *model;

	for (size_t i = 0; (model = sim_model_at(i)); i++)
		fprintf(out, "%-12s %s\n", sim_model_name(model), sim_model_describe(model));
}
