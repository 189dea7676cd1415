using System.CommandLine;

namespace Weir.Server.Verbs;

/// <summary>The verbs of the command line.</summary>
public static class VerbTable
{
    /// <summary>Makes the command tree; without a verb it serves.</summary>
    public static RootCommand Create(VerbContext context)
    {
        RootCommand root = new("Weir: real-time network analytics. Without a verb it serves. Properties: -Dname=value.")
        {
            ServeVerb.Create(context),
            ReplayVerb.Create(context),
            DecodeVerb.Create(context),
            BenchVerb.Create(context),
            SinkVerb.Create(context),
            PresetsVerb.Create(context),
        };
        root.SetAction((_, cancel) => ServeVerb.RunAsync(context, cancel));
        return root;
    }
}
