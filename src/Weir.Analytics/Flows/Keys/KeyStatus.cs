namespace Weir.Analytics.Flows.Keys;

/// <summary>How sure it is that other engines know a key by this name and show it in this form.</summary>
public enum KeyStatus : byte
{
    /// <summary>Seen in published scripts.</summary>
    Verified,

    /// <summary>Likely name, or an extension of ours.</summary>
    Experimental,
}
