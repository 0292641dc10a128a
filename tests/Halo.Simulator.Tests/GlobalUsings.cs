global using System.Collections.Immutable;
global using Halo.Simulator.Runs;
global using Halo.Simulator.Schedules;

// Every test uses all cores by itself.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
