using Weir.Bgp.Addressing;
using Weir.Bgp.Rib;

namespace Weir.Bgp.FlowSpec;

/// <summary>
/// Compiles the match and then objects that scripts write into a route, explaining everything that is wrong with them
/// (RFC 8955 section 4.2.2, RFC 8956 section 3). Nothing is applied when there is an error.
/// </summary>
public static class FlowSpecCompiler
{
    private const string Version = "version";

    /// <summary>Compiles; false when any problem is an error. Problems that are advice do not prevent a route.</summary>
    /// <param name="match">Component name to value, and <c>version</c> 4 or 6 (taken from the prefixes where absent).</param>
    /// <param name="then">Action name to value.</param>
    /// <param name="route">The route, when true is returned.</param>
    /// <param name="problems">Every problem found.</param>
    public static bool TryCompile(
        IReadOnlyDictionary<string, string> match, IReadOnlyDictionary<string, string> then, out FlowSpecRoute? route, out IReadOnlyList<FlowSpecProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(match);
        ArgumentNullException.ThrowIfNull(then);
        List<FlowSpecProblem> found = [];
        List<FlowSpecComponent> components = [];
        foreach ((string name, string value) in match)
        {
            if (!name.Equals(Version, StringComparison.OrdinalIgnoreCase))
            {
                CompileComponent(name, value ?? "", components, found);
            }
        }

        bool isV6 = FindVersion(match, components, found);
        CheckRule(components, isV6, found);
        FlowSpecActions actions = new(isV6, found);
        actions.Compile(then);
        problems = found;
        route = null;
        if (found.Exists(static p => p.IsError))
        {
            return false;
        }

        FlowSpecRule rule = new(isV6, components);
        Nlri? nlri = rule.ToNlri();
        if (nlri is null || actions.Attributes.EncodedLength > 512)
        {
            found.Add(new FlowSpecProblem("match", "the rule is too long for one message", IsError: true));
            return false;
        }

        route = new FlowSpecRoute(rule, nlri, actions.Attributes);
        return true;
    }

    private static void CompileComponent(string name, string value, List<FlowSpecComponent> components, List<FlowSpecProblem> found)
    {
        string path = $"match.{name}";
        if (!FlowSpecNames.TryFind(name, out FlowSpecComponentType type))
        {
            found.Add(new FlowSpecProblem(path, "is not a component of a flow specification", IsError: true));
            return;
        }

        if (type is FlowSpecComponentType.Destination or FlowSpecComponentType.Source)
        {
            if (FlowSpecText.TryParsePrefix(value, out IpPrefix prefix, out byte offset))
            {
                components.Add(FlowSpecComponent.FromPrefix(type, prefix, offset));
            }
            else
            {
                found.Add(new FlowSpecProblem(path, $"'{value}' is not an address or prefix", IsError: true));
            }

            return;
        }

        List<FlowSpecTerm> terms = [];
        if (FlowSpecTerms.TryParse(type, value, terms, out string problem))
        {
            components.Add(FlowSpecComponent.FromTerms(type, terms));
        }
        else
        {
            found.Add(new FlowSpecProblem(path, problem, IsError: true));
        }
    }

    private static bool FindVersion(IReadOnlyDictionary<string, string> match, List<FlowSpecComponent> components, List<FlowSpecProblem> found)
    {
        bool? stated = match.TryGetValue(Version, out string? text) ? text?.Trim() switch { "4" => false, "6" => true, _ => null } : null;
        if (text is not null && stated is null)
        {
            found.Add(new FlowSpecProblem("match.version", $"'{text}' is neither 4 nor 6", IsError: true));
        }

        bool? fromPrefix = components.Find(static c => c.IsPrefix)?.Prefix.IsV6;
        bool isV6 = stated ?? fromPrefix ?? components.Exists(static c => c.Type == FlowSpecComponentType.FlowLabel);
        foreach (FlowSpecComponent component in components)
        {
            if (component.IsPrefix && component.Prefix.IsV6 != isV6)
            {
                found.Add(new FlowSpecProblem($"match.{FlowSpecNames.Of(component.Type)}", $"{component.Prefix} is not IPv{(isV6 ? 6 : 4)} as the rule is", IsError: true));
            }
        }

        return isV6;
    }

    private static void CheckRule(List<FlowSpecComponent> components, bool isV6, List<FlowSpecProblem> found)
    {
        if (components.Count == 0 && found.Count == 0)
        {
            found.Add(new FlowSpecProblem("match", "is empty: a rule without components would match everything", IsError: true));
        }

        FlowSpecComponent? Find(FlowSpecComponentType type) => components.Find(c => c.Type == type);
        if (!isV6 && Find(FlowSpecComponentType.FlowLabel) is not null)
        {
            found.Add(new FlowSpecProblem("match.flow-label", "exists in IPv6 only", IsError: true));
        }

        if (isV6 && Find(FlowSpecComponentType.Fragment)?.Terms.Any(static t => (t.Value & 1) != 0) == true)
        {
            found.Add(new FlowSpecProblem("match.fragment", "IPv6 has no don't-fragment bit: 'D' cannot match (RFC 8956 section 3.6)", IsError: true));
        }

        bool ports = Find(FlowSpecComponentType.Port) is not null || Find(FlowSpecComponentType.SourcePort) is not null || Find(FlowSpecComponentType.DestinationPort) is not null;
        if (ports && Find(FlowSpecComponentType.Protocol) is null)
        {
            found.Add(new FlowSpecProblem("match.protocol", "ports without a protocol match TCP and UDP alike, and some routers refuse them", IsError: false));
        }

        if (ports && Find(FlowSpecComponentType.Fragment)?.Terms.Any(static t => (t.Value & 2) != 0 && (t.Operator & FlowSpecTerm.Not) == 0) == true)
        {
            found.Add(new FlowSpecProblem("match.fragment", "later fragments carry no ports, so the rule cannot match them", IsError: false));
        }

        if (Find(FlowSpecComponentType.Destination) is null)
        {
            found.Add(new FlowSpecProblem("match.destination", "absent: routers that validate by RFC 8955 section 6 refuse the rule", IsError: false));
        }
    }
}
