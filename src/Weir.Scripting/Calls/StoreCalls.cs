using Weir.Scripting.Stores;

namespace Weir.Scripting.Calls;

/// <summary>Values that outlive a handler: the persistent store and what scripts share.</summary>
internal sealed class StoreCalls(ScriptStore store, SharedValues shared)
{
    public void AddTo(CallTable table)
    {
        table.Add("storeGet", a => store.Get(a.Demand(0, "storeGet: the key")));
        table.Add("storeSet", a => Do(() => store.Set(a.Demand(0, "storeSet: the key"), a[1])));
        table.Add("storeDelete", a => store.Remove(a.Demand(0, "storeDelete: the key")));
        table.Add("storeKeys", _ => store.Keys());
        table.Add("sharedGet", a => shared.Get(a.Text(0) ?? ""));
        table.Add("sharedSet", a => Do(() => shared.Set(a.Text(0) ?? "", a[1])));
        table.Add("sharedDelete", a => shared.Remove(a.Text(0) ?? ""));
    }

    private static object Do(Action action)
    {
        action();
        return CallResult.Nothing;
    }
}
