using Weir.Server.Configuration;

namespace Weir.Server.Verbs;

/// <summary>What every verb is given.</summary>
/// <param name="Home">Home directory: <c>app</c>, <c>conf.d</c> and relative files start here.</param>
/// <param name="Properties">System properties from every source.</param>
/// <param name="Output">Where results go.</param>
/// <param name="Error">Where complaints and progress go.</param>
public sealed record VerbContext(string Home, PropertySet Properties, TextWriter Output, TextWriter Error);
