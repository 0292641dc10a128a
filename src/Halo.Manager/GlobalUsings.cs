global using System.Collections.Immutable;
global using Halo.Engine;
