using Halo.CommandLine;
using Halo.Manager.Startup;

var program = new CommandLineProgram("halo_manager", Console.Out, Console.Error);
return await program.RunAsync(
    ManagerOptions.CommandLine(
        Environment.GetEnvironmentVariable,
        (options, cancellation) => new ManagerProgram(program, options, TimeProvider.System).RunAsync(cancellation)),
    args);
