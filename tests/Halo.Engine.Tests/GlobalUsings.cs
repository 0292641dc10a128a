global using System.Collections.Immutable;
global using Halo.Engine.Configuration;
global using Halo.Engine.Decisions;
global using Halo.Engine.Inputs;
global using Halo.Engine.State;
