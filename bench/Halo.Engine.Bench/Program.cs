using Halo.Engine.Bench;

// Usage: dotnet run -c Release --project bench/Halo.Engine.Bench
// Prints times and, because absolute numbers of a shared machine mean little, ratios of things measured in one run.
StepBench.Run();
DecisionBench.Run();
LossBench.Run();
return 0;
