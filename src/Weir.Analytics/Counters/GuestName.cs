using System.Text.RegularExpressions;

namespace Weir.Analytics.Counters;

/// <summary>Names of containers and services hidden in the host name of a virtual machine or container.</summary>
/// <param name="KubernetesName">Container of a Kubernetes pod; null when it is none.</param>
/// <param name="KubernetesNamespace">Its namespace; null when it is none.</param>
/// <param name="SwarmName">Docker Swarm service; null when it is none.</param>
public readonly partial record struct GuestName(string? KubernetesName, string? KubernetesNamespace, string? SwarmName)
{
    /// <summary>Reads <c>k8s_{container}_{pod}_{namespace}_{uid}_{attempt}</c> and <c>{service}.{25}.{25}</c>; sandboxes (<c>k8s_POD_</c>) have no name.</summary>
    public static GuestName Parse(string hostName)
    {
        if (hostName.StartsWith("k8s_", StringComparison.Ordinal))
        {
            string[] parts = hostName.Split('_');
            return parts.Length < 4 || parts[1] == "POD" ? default : new GuestName(parts[1], parts[3], null);
        }

        Match match = SwarmTask().Match(hostName);
        return match.Success ? new GuestName(null, null, match.Groups[1].Value) : default;
    }

    [GeneratedRegex(@"^([^.]+)\.([^.]{25})\.([^.]{25})$", RegexOptions.CultureInvariant)]
    private static partial Regex SwarmTask();
}
