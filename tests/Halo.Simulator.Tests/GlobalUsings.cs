global using System.Collections.Immutable;
global using Halo.Simulator.Runs;
global using Halo.Simulator.Schedules;
