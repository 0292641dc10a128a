namespace Halo.Configuration.Drafts;

/// <summary>Text and where it stands in the file.</summary>
internal readonly record struct Located(string Text, Position At);
